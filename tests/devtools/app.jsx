// The page of the application. The one that comes with its relay does not work with the React that it asks for.

import { Root } from '@redux-devtools/app';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

createRoot(document.getElementById('root')).render(createElement(Root));
